package org.eclipse.kura.cloudconnection.message;

import java.util.Map;
import org.eclipse.kura.message.KuraPayload;

public class KuraMessage {
  public KuraMessage(KuraPayload payload) {}

  public KuraMessage(KuraPayload payload, Map<String, Object> properties) {}

  public Map<String, Object> getProperties() {
    return null;
  }

  public KuraPayload getPayload() {
    return null;
  }
}
