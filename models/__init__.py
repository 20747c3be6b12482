"""The vocabulary of kehou: what a school's term of after-school service is, and what a plan for it is."""
