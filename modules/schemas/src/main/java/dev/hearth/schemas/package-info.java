/**
 * What Kubernetes versions and custom resource definitions say of the form of an object. Start from {@link
 * dev.hearth.schemas.Schemas}.
 */
@NullMarked
package dev.hearth.schemas;

import org.jspecify.annotations.NullMarked;
