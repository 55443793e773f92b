using System.Data.Common;

namespace Zhar.Data.Testing;

/// <summary>The error of a driver that does not exist.</summary>
internal sealed class RecordedFailure(string message, ConstraintViolation? violation) : DbException(message)
{
    internal ConstraintViolation? Violation => violation;
}
