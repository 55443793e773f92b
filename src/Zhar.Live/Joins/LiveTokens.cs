using System.Text.Json.Serialization;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>What a page carries in <c>data-phx-session</c>, signed: which view it is and where it stands.</summary>
/// <param name="Id">The id of the element.</param>
/// <param name="View">The view's class.</param>
/// <param name="LiveSession">The live session of a routed view; <c>null</c> for others.</param>
/// <param name="Parent">The view around it.</param>
/// <param name="Root">The outermost view.</param>
/// <param name="Session">Values of the view around it, or of the live session, for <c>Mount</c>.</param>
internal sealed record SessionToken(string Id, string View, string? LiveSession, string? Parent, string Root, Dictionary<string, string>? Session);

/// <summary>What a page carries in <c>data-phx-static</c>, signed: what its first HTML showed.</summary>
internal sealed record StaticToken(string Id, Dictionary<string, string>? Flash);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SessionToken))]
[JsonSerializable(typeof(StaticToken))]
internal sealed partial class LiveTokenJson : JsonSerializerContext;

/// <summary>Makes and reads the tokens of live pages.</summary>
internal static class LiveTokens
{
    private const string SessionSalt = "live session";
    private const string StaticSalt = "live static";
    private const string ReloadSalt = "live reload";
    private static readonly TimeSpan FlashAge = TimeSpan.FromMinutes(1);

    internal static string Sign(LiveHost host, SessionToken token) => Token.Sign(host.Keys, SessionSalt, token, LiveTokenJson.Default.SessionToken);

    internal static string Sign(LiveHost host, StaticToken token) => Token.Sign(host.Keys, StaticSalt, token, LiveTokenJson.Default.StaticToken);

    internal static SessionToken? ReadSession(LiveHost host, string? text) =>
        Token.Verify(host.Keys, SessionSalt, text, LiveTokenJson.Default.SessionToken, host.Options.MaxTokenAge).DataOrDefault;

    internal static StaticToken? ReadStatic(LiveHost host, string? text) =>
        Token.Verify(host.Keys, StaticSalt, text, LiveTokenJson.Default.StaticToken, host.Options.MaxTokenAge).DataOrDefault;

    internal static string SignFlash(LiveHost host, Flash flash) => Token.Sign(host.Keys, FlashExtensions.LiveSalt, System.Text.Encoding.UTF8.GetString(FlashState.Write(flash)));

    internal static Flash? ReadFlash(LiveHost host, string? text) =>
        text is not null && Token.Verify(host.Keys, FlashExtensions.LiveSalt, text, FlashAge).DataOrDefault is { } json ? FlashState.Read(json) : null;

    internal static string SignReload(KeyRing keys, int status) => Token.Sign(keys, ReloadSalt, status.ToString(System.Globalization.CultureInfo.InvariantCulture));

    internal static int? ReadReload(KeyRing keys, string? text) =>
        int.TryParse(Token.Verify(keys, ReloadSalt, text, FlashAge).DataOrDefault, out var status) && status is >= 400 and <= 599 ? status : null;
}
