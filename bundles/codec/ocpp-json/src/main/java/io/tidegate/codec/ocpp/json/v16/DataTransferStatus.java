package io.tidegate.codec.ocpp.json.v16;

/** What became of a vendor's message. */
public enum DataTransferStatus {
  ACCEPTED,
  REJECTED,
  UNKNOWN_MESSAGE_ID,
  UNKNOWN_VENDOR_ID
}
