using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;

namespace Zhar.Web;

/// <summary>Reads an endpoint's settings from the application's configuration.</summary>
/// <remarks>
/// <para>The settings stand in a section with the name of the endpoint's class, or else on the top level: <c>"MyEndpoint": { "Url": { "Host": "example.com",
/// "Port": 443 }, "Http": { "Port": 8080 } }</c>. Behind them come <c>PORT</c>, the port to listen on and the port in URLs; <c>HOST</c>, the public host;
/// <c>SECRET_KEY_BASE</c>, and <c>SECRET_KEY_BASE_OLD</c> with earlier ones between blanks: from the environment or any other source of the configuration.</para>
/// <para>A setting that is not what it should be, or a required one that is missing, stops the start and is named.</para>
/// </remarks>
public static class EndpointConfiguration
{
    /// <summary>The key of the port.</summary>
    public const string PortKey = "PORT";

    /// <summary>The key of the public host.</summary>
    public const string HostKey = "HOST";

    /// <summary>The key of the secret.</summary>
    public const string SecretKeyBaseKey = "SECRET_KEY_BASE";

    /// <summary>Reads the settings of the endpoint called <paramref name="name"/>.</summary>
    /// <param name="configuration">The application's configuration.</param>
    /// <param name="name">The section.</param>
    /// <param name="isDevelopment">Whether errors show the debug page, unless a setting says otherwise.</param>
    /// <exception cref="EndpointConfigurationException">A setting is wrong.</exception>
    public static EndpointOptions Read(IConfiguration configuration, string name, bool isDevelopment = false)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var reader = new Reader(configuration, name);
        var options = new EndpointOptions { DebugErrors = isDevelopment };
        var port = reader.Number(PortKey, 0, 65_535, top: true);
        options.HttpPort = reader.Number("Http:Port", 0, 65_535) ?? port ?? EndpointOptions.DefaultPort;
        options.HttpsPort = reader.Number("Https:Port", 0, 65_535);
        options.HttpsCertificate = reader.Text("Https:Certificate");
        options.HttpsKey = reader.Text("Https:Key");
        options.UrlPort = reader.Number("Url:Port", 1, 65_535) ?? port;
        if ((reader.Text("Url:Host") ?? reader.Top(HostKey)) is { } host)
            options.UrlHost = Host(host);
        options.UrlScheme = reader.Text("Url:Scheme");
        options.UrlPath = reader.Text("Url:Path") ?? options.UrlPath;
        if (reader.Text("StaticUrl") is { } staticUrl)
            options.StaticUrl = StaticUrl(staticUrl);
        options.SecretKeyBase = reader.Text("SecretKeyBase") ?? reader.Top(SecretKeyBaseKey);
        options.PreviousSecretKeyBases = [.. reader.List("PreviousSecretKeyBases"), .. (reader.Top(KeyRing.OlderSecretsName) ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
        if (reader.Flag("Server") is { } server)
            options.Server = server;
        options.DebugErrors = reader.Flag("DebugErrors") ?? options.DebugErrors;
        options.Editor = new[] { reader.Text("Editor"), reader.Top("PLUG_EDITOR") }.FirstOrDefault(IsLink);
        options.MaxRequestBytes = reader.Number("Http:MaxRequestBytes", 0, int.MaxValue) ?? options.MaxRequestBytes;
        options.DrainDelay = reader.Time("DrainDelay") ?? options.DrainDelay;
        options.DrainTimeout = reader.Time("DrainTimeout") ?? options.DrainTimeout;
        if (reader.Text("Http:Ip") is { } ip)
            options.HttpAddress = IPAddress.TryParse(ip, out var address) ? address : throw reader.Wrong("Http:Ip", ip, "an IP address, such as 127.0.0.1, 0.0.0.0 or ::");
        return options;
    }

    /// <summary>Not just the name of a program, as the environment variable EDITOR has it.</summary>
    private static bool IsLink(string? editor) => editor?.Contains("__FILE__", StringComparison.Ordinal) == true;

    private static string Host(string value) => Uri.CheckHostName(value) != UriHostNameType.Unknown ? value : throw new EndpointConfigurationException(
        HostKey, $"The host \"{value}\" is not a host name. {HostKey} (or Url:Host) is the public name alone, such as example.com, without a scheme, a port or a path.");

    private static string StaticUrl(string value)
    {
        try
        {
            return new EndpointOptions { StaticUrl = value }.StaticUrl!; // just set
        }
        catch (ArgumentException)
        {
            throw new EndpointConfigurationException("StaticUrl", $"StaticUrl is \"{value}\", and has to be a URL with a scheme and a host: https://cdn.example.com.");
        }
    }

    private readonly struct Reader(IConfiguration configuration, string name)
    {
        internal string? Top(string key) => configuration[key] is { Length: > 0 } value ? value : null;

        internal string? Text(string key) => configuration[$"{name}:{key}"] is { Length: > 0 } own ? own : Top(key);

        internal int? Number(string key, int min, int max, bool top = false)
        {
            if ((top ? Top(key) : Text(key)) is not { } text)
                return null;
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
                ? number
                : throw Wrong(key, text, $"a number between {min} and {max}");
        }

        internal bool? Flag(string key) => Text(key) is not { } text ? null : bool.TryParse(text, out var flag) ? flag : throw Wrong(key, text, "true or false");

        internal TimeSpan? Time(string key) => Text(key) is not { } text ? null
            : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= TimeSpan.Zero ? time : throw Wrong(key, text, "a time, such as 00:00:30");

        internal IReadOnlyList<string> List(string key)
        {
            var section = configuration.GetSection($"{name}:{key}");
            if (!section.GetChildren().Any())
                section = configuration.GetSection(key);
            return [.. section.GetChildren().Select(static c => c.Value).OfType<string>().Where(static v => v.Length > 0)];
        }

        internal EndpointConfigurationException Wrong(string key, string value, string expected) =>
            new(key, $"The setting {key} of the endpoint '{name}' is \"{value}\" and has to be {expected}.{(IsForeign(key) ? $" A variable {key.ToUpperInvariant()} of the environment counts as this setting; where it means something else, set {name}:{key}, which wins." : "")}");

        /// <summary>A short name that a variable of the environment may have for other reasons, such as SERVER.</summary>
        private bool IsForeign(string key) => key.All(char.IsAsciiLetter) && key.Any(char.IsAsciiLetterLower) && string.IsNullOrEmpty(configuration[$"{name}:{key}"]);
    }
}
