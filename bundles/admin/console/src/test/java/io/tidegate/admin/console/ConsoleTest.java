package io.tidegate.admin.console;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleTest {
  private final Map<String, String> headers = new TreeMap<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private int status = 200;

  private void ask(String method) throws Exception {
    HttpServletRequest request =
        (HttpServletRequest)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, called, arguments) ->
                    switch (called.getName()) {
                      case "getMethod" -> method;
                      case "getServletPath" -> "/";
                      default -> null;
                    });
    HttpServletResponse response =
        (HttpServletResponse)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (proxy, called, arguments) ->
                    switch (called.getName()) {
                      case "setStatus" -> status = (int) arguments[0];
                      case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
                      case "getOutputStream" -> stream();
                      default -> null;
                    });
    new Console().service(request, response);
  }

  private ServletOutputStream stream() {
    return new ServletOutputStream() {
      @Override
      public void write(int b) {
        body.write(b);
      }

      @Override
      public boolean isReady() {
        return true;
      }

      @Override
      public void setWriteListener(WriteListener listener) {
        throw new UnsupportedOperationException();
      }
    };
  }

  @Test
  void servesThePage() throws Exception {
    ask("GET");
    assertThat(status).isEqualTo(200);
    assertThat(body.toString(StandardCharsets.UTF_8)).contains("<!doctype html>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "OPTIONS", "POST", "DELETE", "PROPFIND", "get"})
  void takesNothingButGetAndHead(String method) throws Exception {
    ask(method);
    assertThat(status).isEqualTo(405);
    assertThat(headers).containsEntry("Allow", "GET, HEAD");
    assertThat(headers).containsEntry("Content-Security-Policy", Console.POLICY);
  }
}
