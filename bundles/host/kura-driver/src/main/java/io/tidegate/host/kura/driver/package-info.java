/** The site as channels of Eclipse Kura: read what is, write what is wished for. */
package io.tidegate.host.kura.driver;
