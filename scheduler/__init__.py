"""kehou plans a Chinese school's term of after-school service (课后服务) and its daily duty roster."""

__version__ = "0.1.0"
