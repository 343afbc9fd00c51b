package org.clawdbot.testkit.simulator.idp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/** A PKCE challenge (RFC 7636); an empty value when the client sent none. */
record Challenge(String value, String method) {

    static Challenge of(Fields fields) {
        return new Challenge(fields.text("code_challenge"), fields.text("code_challenge_method"));
    }

    boolean present() {
        return !value.isEmpty();
    }

    Optional<String> problem(boolean allowPlain) {
        if (!present() || method.equals("S256") || (allowPlain && (method.isEmpty() || method.equals("plain")))) {
            return Optional.empty();
        }
        return Optional.of("Only S256 code_challenge_method is supported");
    }

    boolean provenBy(String verifier) {
        return !present() || value.equals(method.equals("S256") ? sha256(verifier) : verifier);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
