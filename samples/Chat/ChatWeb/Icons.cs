using Zhar.Web;

namespace ChatWeb;

/// <summary>The pictures of the pages.</summary>
internal static class Icons
{
    internal static Html Bubble => $"""<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round"><path d="M4 5.5h16v11h-9l-4.5 3.5v-3.5H4z"/></svg>""";

    internal static Html Send => $"""<svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true"><path d="M3.5 20.5 21 12 3.5 3.5 3.4 10l10.1 2-10.1 2z"/></svg>""";

    internal static Html Menu => $"""<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true"><path d="M4 7h16M4 12h16M4 17h16"/></svg>""";

    internal static Html People => $"""<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" aria-hidden="true"><circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c.4-3.6 3-5.5 6.500-5.500s6.100 1.900 6.500 5.500M16 5.200a3.300 3.300 0 0 1 0 5.700M18 14.800c2 .7 3.200 2.400 3.500 5"/></svg>""";

    internal static Html Plus => $"""<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true"><path d="M12 5v14M5 12h14"/></svg>""";
}
