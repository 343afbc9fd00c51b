/** What another vendor brings: built as a bundle of its own by the tests, and dropped into the framework. */
@NullMarked
package org.example.harbour;

import org.jspecify.annotations.NullMarked;
