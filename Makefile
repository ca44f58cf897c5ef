# The house-keeping of pressmark: `make` alone prints this list.
PYTHON ?= python3
VENV = .venv
BIN = $(VENV)/bin
OF_STORE = tests/archive/test_store.py tests/archive/test_refusal.py
PIP_INSTALL = pip install --quiet --disable-pip-version-check --require-hashes -r

.PHONY: help setup demo newspaper test test-s3 lint format bench bench-extraction hostile faults sweep day soak fuzz audit pywb lock clean

help:
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 20

setup: $(VENV)/done  ## install pressmark and all it is tested with into .venv, from hashed locks

demo: setup  ## crawl the bundled newspaper into ./data and say what to try next
	$(BIN)/python -m tests.newspaper --port 0 --run $(BIN)/scrapy crawl demo -a url={url}

newspaper: setup  ## run the bundled newspaper on http://127.0.0.1:8643 for `scrapy crawl demo`
	$(BIN)/python -m tests.newspaper --port 8643

test: setup .venv-pywb/done .venv-ministack/done .venv-wacz/done lint  ## all checks and tests; S3 tests on a server in this machine
	$(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder

test-s3: setup  ## the tests of the store on Ceph, a real object store (Debian: radosgw ceph-mon ceph-osd), plain and over TLS
	$(BIN)/python -m pytest --s3=ceph -m s3 -n 2 --dist loadfile $(OF_STORE) tests/archive/test_tables.py tests/test_crawl.py
	$(BIN)/python -m pytest --s3=ceph-tls -m s3 $(OF_STORE)

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: setup  ## put the code in its form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: setup  ## CPU, speed and memory of the crawl beside plain Scrapy and wget (Debian: wget)
	$(BIN)/python benchmarks/crawl.py

bench-extraction: setup  ## what extraction gets right and costs, beside trafilatura and installed peers (SETS="FOLDER …")
	$(BIN)/python -m benchmarks.extraction $(SETS)

hostile: setup  ## every misbehaviour of the hostile newspaper alone, with time and memory; writes docs/hostile.md
	$(BIN)/python -m tests.hostile

faults: setup .venv-ministack/done  ## commits, compactions and takedowns through a proxy that lets requests fail at random (SEED=1 MINUTES=5)
	$(BIN)/python -m tests.faultmix --seed $(or $(SEED),1) --minutes $(or $(MINUTES),5)

sweep: setup  ## 200 moments at which crawls, commits, compactions, takedowns are killed or lose their power; full disks (Debian: strace libfaketime; as root)
	$(BIN)/python -m tests.sweep
	$(BIN)/python -m pytest tests/sweep/localfaults.py

day: setup  ## recall, precision and requests on papers that publish, edit and delete while they are crawled
	$(BIN)/python -m benchmarks.day

soak: setup  ## memory, open files and completeness of a crawl of 100,000 pages that fail in many ways (an hour)
	$(BIN)/python benchmarks/soak.py

fuzz: .venv-fuzz/done  ## feed strangers' bytes to every reader, TIME=300 seconds each (one of them: TARGET=feeds)
	.venv-fuzz/bin/pip install --quiet --disable-pip-version-check --no-deps -e .
	nice .venv-fuzz/bin/python -m tests.fuzz $(TARGET) $(TIME)

audit: .venv-audit/done  ## known vulnerabilities of what the locks pin; fails, saying so, where they cannot be looked up
	.venv-audit/bin/python requirements/audit.py

pywb: .venv-pywb/done  ## install the replay program for `archive replay`

lock: setup  ## write the locks anew from pyproject.toml and requirements/*.in
	$(BIN)/pip install --quiet --disable-pip-version-check uv
	cd requirements && for each in pywb ministack wacz audit; do ../$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header $$each.in -o $$each.txt; done
	cd requirements && ../$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header ../pyproject.toml -o run.txt
	cd requirements && ../$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header ../pyproject.toml test.in -o test.txt
	cd requirements && ../$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header ../pyproject.toml fuzz.in -o fuzz.txt

clean:  ## remove the environments and what the demo made
	rm -rf .venv .venv-* .fuzz data spool build *.egg-info

$(VENV)/done: requirements/test.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/$(PIP_INSTALL) requirements/test.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

.venv-%/done: requirements/%.txt
	$(PYTHON) -m venv .venv-$*
	.venv-$*/bin/$(PIP_INSTALL) $<
	touch $@
