"""A place in, a task for the Task Scheduler of Windows out, as the XML that it imports."""

import subprocess
from xml.sax.saxutils import escape

from lccspend.schedule.place import DAILY, Place

TASK = """\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>Council spend report of {project}</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>2024-04-01T{daily}:00</StartBoundary>
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>{user}</UserId>
      <LogonType>S4U</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT6H</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{program}</Command>
      <Arguments>{arguments}</Arguments>
    </Exec>
  </Actions>
</Task>
"""


def task(place: Place) -> str:
    """Every morning, or as soon as the machine is on; with the rights of the user, logged on or not."""
    program, *arguments = place.call
    return TASK.format(
        project=escape(place.project),
        daily=DAILY,
        user=escape(place.user),
        program=escape(program),
        arguments=escape(subprocess.list2cmdline(arguments)),
    )
