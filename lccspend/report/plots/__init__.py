"""The view of the figures in, charts out: what each shows, says and stands for; none is drawn here."""
