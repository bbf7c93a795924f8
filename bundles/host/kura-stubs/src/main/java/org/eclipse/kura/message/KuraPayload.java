package org.eclipse.kura.message;

import java.util.Date;
import java.util.Map;

public class KuraPayload {
  public KuraPayload() {}

  public void setTimestamp(Date timestamp) {}

  public Object getMetric(String name) {
    return null;
  }

  public void addMetric(String name, Object value) {}

  public Map<String, Object> metrics() {
    return null;
  }

  public byte[] getBody() {
    return null;
  }

  public void setBody(byte[] body) {}
}
