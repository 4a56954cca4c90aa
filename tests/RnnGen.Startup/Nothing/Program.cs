using RnnGen.Startup;

Result.Print([]);
