@echo off
rem Opens nmt-study, as "make study" does elsewhere; the first time sets it up.
rem What follows goes to the program:  start.cmd study --plain
setlocal
where py >nul 2>nul && goto launcher
python -c "" >nul 2>nul && goto python
echo nmt-study needs Python 3.11 or newer, and no Python was found.
echo Install it from https://www.python.org/downloads/ and start this file again.
set code=3
goto done

:launcher
py -3 "%~dp0scripts\run.py" study %*
set code=%errorlevel%
goto done

:python
python "%~dp0scripts\run.py" study %*
set code=%errorlevel%

:done
rem Started by a double click, the window would close before anybody could read what went wrong.
if not "%code%"=="0" if "%~1"=="" pause
exit /b %code%
