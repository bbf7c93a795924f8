/** Paths of the REST API for updates, releases and features. */
package io.tidegate.admin.updates.rest;
