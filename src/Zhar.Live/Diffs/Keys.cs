using System.Text.Json;

namespace Zhar.Live.Diffs;

/// <summary>The names in a diff. Source: the LiveView client, constants.ts.</summary>
internal static class Keys
{
    internal static readonly JsonEncodedText Statics = JsonEncodedText.Encode("s");
    internal static readonly JsonEncodedText Templates = JsonEncodedText.Encode("p");
    internal static readonly JsonEncodedText Root = JsonEncodedText.Encode("r");
    internal static readonly JsonEncodedText Keyed = JsonEncodedText.Encode("k");
    internal static readonly JsonEncodedText KeyedCount = JsonEncodedText.Encode("kc");
    internal static readonly JsonEncodedText KeyedMoved = JsonEncodedText.Encode("km");
    internal static readonly JsonEncodedText Stream = JsonEncodedText.Encode("stream");
    internal static readonly JsonEncodedText Components = JsonEncodedText.Encode("c");
    internal static readonly JsonEncodedText Events = JsonEncodedText.Encode("e");
    internal static readonly JsonEncodedText Reply = JsonEncodedText.Encode("r");
    internal static readonly JsonEncodedText Title = JsonEncodedText.Encode("t");
}
