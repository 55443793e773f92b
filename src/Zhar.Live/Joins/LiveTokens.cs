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

/// <summary>Lets a browser send one file: which view has allowed it.</summary>
/// <param name="View">The id of the view's element.</param>
/// <param name="Upload">The ref of the upload, random for each view that is joined.</param>
/// <param name="Entry">The ref of the file.</param>
internal sealed record UploadToken(string View, string Upload, string Entry);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SessionToken))]
[JsonSerializable(typeof(StaticToken))]
[JsonSerializable(typeof(UploadToken))]
internal sealed partial class LiveTokenJson : JsonSerializerContext;

/// <summary>Makes and reads the tokens of live pages.</summary>
internal static class LiveTokens
{
    private const string SessionSalt = "live session";
    private const string StaticSalt = "live static";
    private const string ReloadSalt = "live reload";
    private const string UploadSalt = "live upload";
    private static readonly TimeSpan UploadAge = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FlashAge = TimeSpan.FromMinutes(1);

    internal static string Sign(LiveHost host, SessionToken token) => Token.Sign(host.Keys, SessionSalt, token, LiveTokenJson.Default.SessionToken);

    internal static string Sign(LiveHost host, StaticToken token) => Token.Sign(host.Keys, StaticSalt, token, LiveTokenJson.Default.StaticToken);

    internal static string Sign(LiveHost host, UploadToken token) => Token.Sign(host.Keys, UploadSalt, token, LiveTokenJson.Default.UploadToken);

    internal static UploadToken? ReadUpload(LiveHost host, string? text) =>
        Token.Verify(host.Keys, UploadSalt, text, LiveTokenJson.Default.UploadToken, UploadAge).DataOrDefault;

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
