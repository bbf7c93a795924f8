package org.eclipse.kura.configuration;

public interface ConfigurableComponent {}
