package io.clientele.stack.parts;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** S3Proxy: the S3 protocol over a folder. A bucket is a folder in it. */
final class ObjectStorePart implements Part {

    static final String BUCKET = "lake";
    static final String REGION = "us-east-1";

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final PartContext context;
    private final Http http = new Http();

    ObjectStorePart(PartContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return "object-store";
    }

    @Override
    public String title() {
        return "S3Proxy";
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.OBJECT_STORE);
    }

    @Override
    public Launch prepare() throws IOException {
        Path folder = context.home().data().resolve("objects");
        Files.createDirectories(folder.resolve(BUCKET));
        Map<String, String> properties = new TreeMap<>();
        properties.put("s3proxy.endpoint", context.settings().url(Port.OBJECT_STORE));
        properties.put("s3proxy.authorization", "aws-v2-or-v4");
        properties.put("s3proxy.identity", context.credentials().accessKey());
        properties.put("s3proxy.credential", context.credentials().secretKey());
        properties.put("s3proxy.ignore-unknown-headers", "true");
        properties.put("jclouds.provider", "filesystem-nio2");
        properties.put("jclouds.filesystem.basedir", folder.toString());
        Path conf = ConfigFiles.write(context.home().conf().resolve("object-store.properties"), properties, "=");
        List<String> command = context.java(context.jdks().java17(), name(), PartContext.QUICK_COMPILER);
        command.addAll(List.of(
                "-cp",
                context.distributions().server("s3proxy").resolve("lib") + "/*",
                "org.gaul.s3proxy.Main",
                "--properties",
                conf.toString()));
        return new Launch(command, Map.of());
    }

    @Override
    public Health health() throws InterruptedException {
        String date = HTTP_DATE.format(ZonedDateTime.now(Clock.systemUTC()));
        HttpRequest list = Http.request(context.settings().url(Port.OBJECT_STORE) + "/" + BUCKET + "?max-keys=1")
                .header("Date", date)
                .header("Authorization", "AWS " + context.credentials().accessKey() + ":" + signature(date))
                .GET()
                .build();
        try {
            HttpResponse<String> answer = http.raw(list);
            return answer.statusCode() == 200
                    ? Health.usable("bucket " + BUCKET)
                    : Health.unusable("refuses to list its bucket (HTTP " + answer.statusCode() + ")");
        } catch (IOException e) {
            return Health.unusable("does not answer");
        }
    }

    /** Amazon's signature version 2 of a list request: enough for a health check, and without its SDK. */
    private String signature(String date) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(context.credentials().secretKey().getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            String signed = "GET\n\n\n" + date + "\n/" + BUCKET;
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HmacSHA1", e);
        }
    }
}
