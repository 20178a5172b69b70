package io.clientele.jobs.domain.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.jobs.domain.identity.Identifier;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LandingChannelTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            store, ,           ,             ,                                store
            web,   ,           ,             ,                                direct
            app,   ,           ,             ,                                direct
            push,  ,           ,             ,                                push
            web,   google,     cpc,          https://www.google.co.uk/,       paid_search
            web,   facebook,   CPC,          ,                                paid_social
            web,   facebook,   paid_social,  https://www.facebook.com/,       paid_social
            web,   adnetwork,  display,      ,                                display
            web,   giftfinder, affiliate,    https://www.giftfinder.example/, affiliate
            web,   newsletter, email,        ,                                email
            web,   spring,     sms,          ,                                sms
            app,   spring,     mobile-push,  ,                                push
            web,   instagram,  ,             ,                                social
            web,   ,           ,             https://m.facebook.com/x?y,      social
            web,   ,           ,             https://t.co/abc,                social
            web,   ,           organic,      https://www.gsearch.com,         organic_search
            web,   ,           ,             https://www.google.co.uk/,       organic_search
            web,   ,           ,             https://duckduckgo.com,          organic_search
            web,   ,           ,             https://uk.search.yahoo.com/,    organic_search
            web,   ,           ,             https://cn.bing.com/,            organic_search
            app,   ,           ,             android-app://com.google.android.googlequicksearchbox, organic_search
            web,   ,           ,             https://accounts.google.com/,    referral
            web,   ,           ,             https://mail.yahoo.com/,         referral
            app,   ,           ,             android-app://com.google.android.gm, referral
            web,   ,           ,             https://blog.example/google,     referral
            web,   partner,    ,             ,                                referral
            web,   ,           ,             https://shop.example/cart,       direct
            web,   ,           ,             https://www.shop.example/cart,   direct
            web,   ,           ,             https://pay.shop.example/,       direct
            web,   ,           ,             https://pay.shops.example/,      direct
            web,   ,           ,             https://eshop.example/,          referral
            """)
    void theChannelFollowsFromCampaignAndReferrer(
            String channel,
            @Nullable String source,
            @Nullable String medium,
            @Nullable String referrer,
            String expected) {
        Arrival arrival = Arrival.of(
                OwnHosts.parse("shop.de, Shops.example"),
                "mobile",
                source,
                medium,
                null,
                "https://shop.example/product/1?q=2",
                referrer);

        assertThat(LandingChannel.of(channel, arrival).label()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            https://Shop.example:8443/a/b?mail=x#y, shop.example, /a/b
            https://shop.example,                   shop.example, /
            https://shop.example?x,                 shop.example, /
            https://me:secret@shop.example/a,       shop.example, /a
            /home,                                  '',           /home
            /home?user=7,                           '',           /home
            /home?next=https://shop.example/a,      '',           /home
            """)
    void anAddressIsHostAndPathAndNothingElse(String address, String host, String path) {
        assertThat(PageAddress.host(address)).isEqualTo(host);
        assertThat(PageAddress.path(address)).isEqualTo(path);
    }

    @Test
    void aVisitorIsKnownByWhatStaysTheSameWhenSomebodyLogsIn() {
        Identifier customer = Identifier.parse("customer_id:7");
        Identifier cookie = Identifier.parse("anonymous_id:a/b");

        Visitor visitor = Visitor.of("web", List.of(customer, cookie));

        assertThat(visitor.key()).isEqualTo("web/anonymous_id:a/b");
        assertThat(Visitor.parse(visitor.key())).isEqualTo(visitor);
        assertThat(Visitor.identifier(visitor.key())).isEqualTo(cookie.text());
        assertThat(Visitor.sessionId(visitor.key(), 1)).hasSize(32).isNotEqualTo(Visitor.sessionId(visitor.key(), 2));
    }
}
