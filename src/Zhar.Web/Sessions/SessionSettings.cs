namespace Zhar.Web;

/// <summary>How sessions are kept. Source: Plug.Session.</summary>
public sealed class SessionSettings
{
    /// <summary>The name of the cookie. Default <c>_zhar_key</c>.</summary>
    public string Key { get; set; } = "_zhar_key";

    /// <summary>Where they are kept. Default: in the cookie itself, encrypted.</summary>
    public ISessionStore Store { get; set; } = new CookieSessionStore();

    /// <summary>The longest time between two changes of a session; then it has expired, whatever the browser says. Default: as long as the browser is open.</summary>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>The cookie. Default: for the whole site, out of reach of scripts, not sent with posts from other sites, https only where the request is.</summary>
    public CookieSettings Cookie
    {
        get => field with { MaxAge = field.MaxAge ?? MaxAge };
        set;
    } = CookieSettings.Default;
}
