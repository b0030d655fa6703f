import pytest
import tests.contract.test_schemathesis as m
from tests.contract.test_schemathesis import *
from tests.contract.test_schemathesis import address, things, heard
P=type(m.CONFIG); C=m.CONFIG
@pytest.mark.parametrize("seed",[1,1,1,2,5])
def test_x(address, rooms, things, heard, tmp_path, seed, monkeypatch):
    class Text(P):
        def read_text(self, *a): return super().read_text(*a).replace("seed = 1",f"seed = {seed}")
    monkeypatch.setattr(m,"CONFIG",Text(C))
    try: m.test_a_case_systems_maker_can_rely_on_the_description(address, rooms, things, heard, tmp_path)
    finally:
      for k,c in heard.counts.items():
        if k[0]!="GET" and c.get(405)!=1: print(seed,k,dict(c))
