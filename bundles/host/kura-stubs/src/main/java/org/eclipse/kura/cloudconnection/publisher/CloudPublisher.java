package org.eclipse.kura.cloudconnection.publisher;

import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.message.KuraMessage;

public interface CloudPublisher {
  String publish(KuraMessage message) throws KuraException;
}
