/**
 * The way into the cluster: ingress controllers and certificates. Start from {@link
 * dev.hearth.platform.access.NginxIngress} and {@link dev.hearth.platform.access.CertManager}.
 */
@NullMarked
package dev.hearth.platform.access;

import org.jspecify.annotations.NullMarked;
