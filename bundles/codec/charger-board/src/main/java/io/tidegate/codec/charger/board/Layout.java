package io.tidegate.codec.charger.board;

/** Numbers of the protocol. */
final class Layout {
  static final int VERSION = 1;

  /** Version, type, channel, sequence; and the checksum behind the body. */
  static final int HEAD = 5;

  static final int CHECKSUM = 4;

  /** Most bytes of a serial number or a version. */
  static final int NAME = 32;

  static final int SIGNATURE = 1_000;

  /** Longest frame before stuffing. */
  static final int LONGEST = HEAD + 22 + SIGNATURE + CHECKSUM;

  static final int UNSIGNED_16 = 0xFFFF;

  /** Greatest number of 32 bits that is not the mark of the unknown. */
  static final double UNSIGNED_32 = 4_294_967_294.0;

  static final int HELLO = 0x01;
  static final int PILOT = 0x10;
  static final int SWITCH = 0x11;
  static final int LOCK = 0x12;
  static final int OUTPUT = 0x13;
  static final int TEST = 0x14;
  static final int ACK = 0x40;
  static final int INFO = 0x41;
  static final int STATUS = 0x50;
  static final int METER = 0x51;

  private Layout() {}

  static int type(BoardMessage message) {
    if (message instanceof BoardMessage.Hello) {
      return HELLO;
    } else if (message instanceof BoardMessage.Pilot) {
      return PILOT;
    } else if (message instanceof BoardMessage.Switch) {
      return SWITCH;
    } else if (message instanceof BoardMessage.Lock) {
      return LOCK;
    } else if (message instanceof BoardMessage.Output) {
      return OUTPUT;
    } else if (message instanceof BoardMessage.TestInsulation) {
      return TEST;
    } else if (message instanceof BoardMessage.Ack) {
      return ACK;
    } else if (message instanceof BoardMessage.Info) {
      return INFO;
    } else if (message instanceof BoardMessage.Status) {
      return STATUS;
    }
    return METER;
  }
}
