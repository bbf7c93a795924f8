package org.eclipse.kura.cloudconnection.request;

import org.eclipse.kura.KuraException;

public interface RequestHandlerRegistry {
  void registerRequestHandler(String id, RequestHandler requestHandler) throws KuraException;

  void unregister(String id) throws KuraException;
}
