package org.eclipse.kura.cloudconnection.request;

public class RequestHandlerContext {}
