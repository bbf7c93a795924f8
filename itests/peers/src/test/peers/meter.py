"""A grid meter: pymodbus as a Modbus TCP server on loopback, unit 7.

usage: meter.py PORT. Reads lines `POWER_W VOLTAGE_V FREQUENCY_HZ` from standard input, answers each with `ok`, and
ends with its input. Input registers: 0 active power (float32), 2 reactive power (int32, low word first),
10 voltage (uint16, 0.1 V), 11 frequency (uint16, 0.01 Hz).
"""

import os
import struct
import sys
import threading

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartTcpServer

READ_INPUT = 4
UNIT = 7


def words(raw):
    return list(struct.unpack(">%dH" % (len(raw) // 2), raw))


def show(slave, power, voltage, frequency):
    slave.setValues(READ_INPUT, 0, words(struct.pack(">f", power)))
    slave.setValues(READ_INPUT, 2, list(reversed(words(struct.pack(">i", round(power / 10))))))
    slave.setValues(READ_INPUT, 10, [round(voltage * 10), round(frequency * 100)])


def listen(slave):
    for line in sys.stdin:
        show(slave, *(float(word) for word in line.split()))
        print("ok", flush=True)
    os._exit(0)


meter = ModbusSlaveContext(ir=ModbusSequentialDataBlock(0, [0] * 12), zero_mode=True)
show(meter, 0, 230, 50)
threading.Thread(target=listen, args=(meter,), daemon=True).start()
StartTcpServer(
    context=ModbusServerContext(slaves={UNIT: meter}, single=False), address=("127.0.0.1", int(sys.argv[1]))
)
