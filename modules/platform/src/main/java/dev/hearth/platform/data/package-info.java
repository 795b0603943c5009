/**
 * Components that keep data. Start from {@link dev.hearth.platform.data.Minio} and {@link
 * dev.hearth.platform.data.Postgres}.
 */
@NullMarked
package dev.hearth.platform.data;

import org.jspecify.annotations.NullMarked;
