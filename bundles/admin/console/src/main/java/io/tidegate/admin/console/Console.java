package io.tidegate.admin.console;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * Serves the page's own files at {@code /} and nothing else. They hold no data: the page fetches
 * that from the API with the operator's token. Request threads.
 */
@Component(
    name = "io.tidegate.admin.console",
    service = Servlet.class,
    property = {
      "osgi.http.whiteboard.servlet.name=tidegate-console",
      "osgi.http.whiteboard.servlet.pattern=/"
    })
public final class Console extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Scripts and styles from here only, data from here only, framed by nobody. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'";

  private final transient Pages pages = Pages.load();

  /** Only what reads: the servlet's own TRACE would hand a request's headers back. */
  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
      super.service(request, response);
      return;
    }
    headers(response);
    response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    response.setHeader("Allow", "GET, HEAD");
    response.setContentType("text/plain; charset=utf-8");
    response.getOutputStream().print("This page takes GET and HEAD only.\n");
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    headers(response);
    String path = request.getServletPath() + Optional.ofNullable(request.getPathInfo()).orElse("");
    Optional<Pages.Page> page = pages.find(path.isEmpty() ? "/" : path);
    if (page.isEmpty()) {
      response.setStatus(404);
      response.setContentType("text/plain; charset=utf-8");
      response.getOutputStream().print("There is nothing at this path.\n");
      return;
    }
    response.setHeader("ETag", page.get().tag());
    if (page.get().tag().equals(request.getHeader("If-None-Match"))) {
      response.setStatus(304);
      return;
    }
    response.setContentType(page.get().type());
    response.setContentLength(page.get().bytes().length);
    response.getOutputStream().write(page.get().bytes());
  }

  private static void headers(HttpServletResponse response) {
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("Cache-Control", "no-cache");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=(), usb=()");
  }
}
