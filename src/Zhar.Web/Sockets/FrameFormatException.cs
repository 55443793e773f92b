namespace Zhar.Web;

/// <summary>A client's frame is not of the protocol: not JSON, of the wrong shape, or cut short.</summary>
internal sealed class FrameFormatException(string message, Exception? inner = null) : Exception(message, inner);
