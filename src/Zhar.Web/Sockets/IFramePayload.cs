using System.Text.Json;

namespace Zhar.Web;

/// <summary>A payload that writes itself, such as a diff of a live view.</summary>
internal interface IFramePayload
{
    /// <summary>Writes one JSON value.</summary>
    void WriteTo(Utf8JsonWriter writer);
}
