package org.eclipse.kura.message;

public class KuraResponsePayload extends KuraPayload {
  public KuraResponsePayload(int responseCode) {}
}
