package org.eclipse.kura.configuration.metatype;

public interface AD {}
