package io.tidegate.charging.iso15118.v20;

/** Payload types of V2GTP (§7.8.3, table 10). */
final class Payloads {
  static final int COMMON = 0x8002;
  static final int AC = 0x8003;
  static final int DC = 0x8004;

  /** Side stream: ScheduleExchange while the loop goes on. */
  static final int SCHEDULE_RENEGOTIATION = 0x8101;

  /** Side stream: MeteringConfirmation while the loop goes on. */
  static final int METERING_CONFIRMATION = 0x8102;

  private Payloads() {}
}
