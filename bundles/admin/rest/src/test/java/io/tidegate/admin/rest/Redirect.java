package io.tidegate.admin.rest;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;

/** Lets each test have an API of its own behind the one server. */
final class Redirect extends HttpServlet {
  private static final long serialVersionUID = 1L;
  transient volatile RestApi to;

  @Override
  public void service(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    to.service(request, response);
  }
}
