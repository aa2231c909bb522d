"""Calls io.porate.Test through asyncvarlink and says "all well", or fails."""

import asyncio
import collections.abc
import sys

from asyncvarlink import (
    VarlinkClientProtocol,
    VarlinkInterface,
    connect_unix_varlink,
    varlinkmethod,
)
from asyncvarlink.serviceinterface import (
    InterfaceNotFound,
    VarlinkServiceInterface,
)


class Test(VarlinkInterface, name="io.porate.Test"):
    @varlinkmethod(return_parameter="text")
    def Echo(self, *, text: str) -> str: ...

    @varlinkmethod(return_parameter="number")
    def Count(self, *, to: int) -> collections.abc.Iterator[int]: ...

    @varlinkmethod(return_parameter="count")
    def Stop(self) -> int: ...


async def main(path: str) -> None:
    transport, protocol = await connect_unix_varlink(VarlinkClientProtocol, path)
    service = protocol.make_proxy(VarlinkServiceInterface)
    info = await service.GetInfo()
    assert info["product"] == "Test", info
    assert info["interfaces"] == ["org.varlink.service", "io.porate.Test"], info
    answer = await service.GetInterfaceDescription(interface="io.porate.Test")
    text = answer["description"]
    assert "method Echo" in text, text
    try:
        await service.GetInterfaceDescription(interface="io.porate.None")
        raise AssertionError("an unknown interface was described")
    except InterfaceNotFound as error:
        assert error.parameters == {"interface": "io.porate.None"}, error
    test = protocol.make_proxy(Test)
    answer = await test.Echo(text="gr\u00fc\u00df")
    assert answer == {"text": "gr\u00fc\u00df"}, answer
    numbers = [reply["number"] async for reply in test.Count(to=4)]
    assert numbers == [1, 2, 3, 4], numbers
    answers = await asyncio.gather(*[test.Echo(text=str(n)) for n in range(20)])
    assert answers == [{"text": str(n)} for n in range(20)], answers
    await test.Stop.oneway()
    assert await test.Echo(text="end") == {"text": "end"}
    transport.close()
    print("all well")


asyncio.run(main(sys.argv[1]))
