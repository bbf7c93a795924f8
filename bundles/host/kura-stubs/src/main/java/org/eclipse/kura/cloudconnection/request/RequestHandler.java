package org.eclipse.kura.cloudconnection.request;

import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.message.KuraMessage;

public interface RequestHandler {
  KuraMessage doGet(RequestHandlerContext context, KuraMessage reqMessage) throws KuraException;

  KuraMessage doPut(RequestHandlerContext context, KuraMessage reqMessage) throws KuraException;

  KuraMessage doPost(RequestHandlerContext context, KuraMessage reqMessage) throws KuraException;

  KuraMessage doDel(RequestHandlerContext context, KuraMessage reqMessage) throws KuraException;

  KuraMessage doExec(RequestHandlerContext context, KuraMessage reqMessage) throws KuraException;
}
