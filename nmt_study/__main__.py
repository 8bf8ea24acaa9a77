"""`python -m nmt_study` is the same as `nmt-study`."""

from nmt_study.cli.start import run

if __name__ == "__main__":
    run()
