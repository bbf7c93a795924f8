package org.eclipse.kura.message;

/** A double that remembers. */
public class KuraResponsePayload extends KuraPayload {
  public KuraResponsePayload(int responseCode) {
    addMetric("response.code", responseCode);
  }
}
