namespace SemanticRoles;
internal static class P { public static double D(string n, double d) => double.TryParse(System.Environment.GetEnvironmentVariable(n), System.Globalization.CultureInfo.InvariantCulture, out double v) ? v : d; }
