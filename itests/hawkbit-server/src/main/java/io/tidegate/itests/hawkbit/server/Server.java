package io.tidegate.itests.hawkbit.server;

import org.eclipse.hawkbit.autoconfigure.security.SecurityManagedConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.method.configuration.EnableGlobalMethodSecurity;

/** An update server of its own, in memory, as {@code application.properties} says. */
@SpringBootApplication
@EnableGlobalMethodSecurity(prePostEnabled = true)
@Import(SecurityManagedConfiguration.class)
public class Server {
  public static void main(String[] args) {
    SpringApplication.run(Server.class, args);
  }
}
