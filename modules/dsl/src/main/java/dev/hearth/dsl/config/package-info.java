/**
 * Configuration that pods mount or read into their environment. Start from {@link dev.hearth.dsl.config.Config}.
 */
@NullMarked
package dev.hearth.dsl.config;

import org.jspecify.annotations.NullMarked;
