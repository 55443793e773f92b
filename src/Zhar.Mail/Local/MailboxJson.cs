using System.Text.Json.Serialization;

namespace Zhar.Mail;

/// <summary>An email of the mailbox for other programs, such as browser tests.</summary>
internal sealed record MailboxEmail(long Number, DateTimeOffset At, string? From, IReadOnlyList<string> To, string Subject, string? Text, string? Html);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MailboxEmail[]))]
internal sealed partial class MailboxJson : JsonSerializerContext;
