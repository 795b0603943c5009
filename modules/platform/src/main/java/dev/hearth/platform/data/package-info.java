/**
 * Components that keep data. Start from {@link dev.hearth.platform.data.Minio}.
 */
@NullMarked
package dev.hearth.platform.data;

import org.jspecify.annotations.NullMarked;
